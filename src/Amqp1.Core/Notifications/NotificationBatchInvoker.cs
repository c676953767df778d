namespace Amqp1.Notifications;

/// <summary>Calls one handler of a notification endpoint with several notifications and says what it said; it holds for all of them.</summary>
public delegate ValueTask<NotificationResult> NotificationBatchInvoker(object endpoint, NotificationBatchInvocation invocation);
