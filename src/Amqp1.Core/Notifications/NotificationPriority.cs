namespace Amqp1.Notifications;

/// <summary>The priority of a notification; it is part of the address, so that a listener gets only what it handles.</summary>
public enum NotificationPriority
{
    /// <summary>audit</summary>
    Audit,

    /// <summary>debug</summary>
    Debug,

    /// <summary>info</summary>
    Info,

    /// <summary>warn</summary>
    Warn,

    /// <summary>error</summary>
    Error,

    /// <summary>critical</summary>
    Critical,

    /// <summary>sample</summary>
    Sample,
}
