namespace Amqp1.Notifications;

/// <summary>Calls one handler of a notification endpoint and says what it said.</summary>
public delegate ValueTask<NotificationResult> NotificationInvoker(object endpoint, NotificationInvocation invocation);
