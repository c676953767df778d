using System.Text.Json.Serialization.Metadata;

namespace Amqp1.Rpc;

/// <summary>Describes a method for those who call it: its arguments, its result and its documentation.</summary>
/// <param name="Parameters">The arguments, in the order of the method's parameters.</param>
/// <param name="Result">The metadata with which the result, or each item of a stream, is written; null if there is no result.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record RpcMethodDescription(IReadOnlyList<RpcParameterDescription> Parameters, JsonTypeInfo? Result)
{
    /// <summary>Whether the result is a stream of items. Default: false.</summary>
    public bool IsStream { get; init; }

    /// <summary>Whether the result, or an item, is never null although its type is a reference type. Default: false.</summary>
    public bool NeverReturnsNull { get; init; }

    /// <summary>The text of the XML documentation of the method. Default: null, none.</summary>
    public string? Summary { get; init; }

    /// <summary>The text of the XML documentation of the result. Default: null, none.</summary>
    public string? Returns { get; init; }
}
