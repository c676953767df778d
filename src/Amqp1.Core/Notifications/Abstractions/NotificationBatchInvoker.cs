namespace Amqp1.Notifications;

/// <summary>
/// Calls one handler of a notification endpoint with several notifications and returns its result, which applies to all of them.
/// </summary>
public delegate ValueTask<NotificationResult> NotificationBatchInvoker(object endpoint, NotificationBatchInvocation invocation);
