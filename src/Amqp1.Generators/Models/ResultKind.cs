namespace Amqp1.Generators.Models;

/// <summary>How the result of a method comes.</summary>
internal enum ResultKind
{
    /// <summary>At once.</summary>
    Immediate,

    /// <summary>In a <c>Task</c>.</summary>
    Task,

    /// <summary>In a <c>ValueTask</c>.</summary>
    ValueTask,

    /// <summary>In a way that cannot be served.</summary>
    Refused,
}
