package dev.remora.gateway.admin;

/** What is served under one path of the admin server. */
public interface AdminResource {
  /** Answers; runs on a thread that may block, and on several at once. */
  AdminReply answer(AdminRequest request) throws Exception;
}
