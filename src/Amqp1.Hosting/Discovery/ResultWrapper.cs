namespace Amqp1.Hosting.Discovery;

/// <summary>How the result of a method comes.</summary>
internal enum ResultWrapper
{
    /// <summary>At once.</summary>
    None,

    /// <summary>In a <see cref="System.Threading.Tasks.Task"/>.</summary>
    Task,

    /// <summary>In a <see cref="System.Threading.Tasks.ValueTask"/>.</summary>
    ValueTask,

    /// <summary>In a way that cannot be served.</summary>
    Refused,
}
