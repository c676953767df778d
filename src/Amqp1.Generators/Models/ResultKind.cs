namespace Amqp1.Generators.Models;

/// <summary>The way in which a method returns its result.</summary>
internal enum ResultKind
{
    /// <summary>As the return value.</summary>
    Immediate,

    /// <summary>In a <c>Task</c>.</summary>
    Task,

    /// <summary>In a <c>ValueTask</c>.</summary>
    ValueTask,

    /// <summary>As a sequence of values, in an <c>IAsyncEnumerable</c>.</summary>
    Stream,

    /// <summary>In an unsupported way.</summary>
    Refused,
}
