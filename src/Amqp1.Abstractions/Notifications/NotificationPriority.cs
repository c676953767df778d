namespace Amqp1.Notifications;

/// <summary>
/// The priority of a notification. It is part of the address, so that a listener receives only the priorities that it handles.
/// </summary>
public enum NotificationPriority
{
    /// <summary>The priority <c>audit</c>.</summary>
    Audit,

    /// <summary>The priority <c>debug</c>.</summary>
    Debug,

    /// <summary>The priority <c>info</c>.</summary>
    Info,

    /// <summary>The priority <c>warn</c>.</summary>
    Warn,

    /// <summary>The priority <c>error</c>.</summary>
    Error,

    /// <summary>The priority <c>critical</c>.</summary>
    Critical,

    /// <summary>The priority <c>sample</c>.</summary>
    Sample,
}
