namespace Amqp1.Notifications;

/// <summary>Calls one handler of a notification endpoint and returns its result.</summary>
public delegate ValueTask<NotificationResult> NotificationInvoker(object endpoint, NotificationInvocation invocation);
