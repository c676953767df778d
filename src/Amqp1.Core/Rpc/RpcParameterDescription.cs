using System.Text.Json.Serialization.Metadata;

namespace Amqp1.Rpc;

/// <summary>Describes an argument of a method.</summary>
/// <param name="Name">The wire name.</param>
/// <param name="Type">The metadata with which the argument is read.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record RpcParameterDescription(string Name, JsonTypeInfo Type)
{
    /// <summary>Whether a caller may omit the argument. Default: false.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether null is refused although the type is a reference type. Default: false.</summary>
    public bool RefusesNull { get; init; }

    /// <summary>The text of the XML documentation. Default: null, none.</summary>
    public string? Summary { get; init; }
}
