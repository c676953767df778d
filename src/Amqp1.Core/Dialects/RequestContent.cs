using Amqp1.Json;

namespace Amqp1.Dialects;

/// <summary>The content of a call or cast.</summary>
internal class RequestContent : MessageContent
{
    private JsonText _arguments;

    public required string Method { get; init; }

    /// <summary>The arguments, a JSON object.</summary>
    public required JsonText Arguments
    {
        get => _arguments;
        init => _arguments = value;
    }

    /// <summary>The request context, a JSON object.</summary>
    public required ReadOnlyMemory<byte> Context { get; init; }

    public string? Namespace { get; init; }

    public string? Version { get; init; }

    /// <summary>How the caller takes a list in several messages; null if it does not.</summary>
    public virtual PartAcceptance? AcceptedParts => null;

    /// <summary>The ID of the store from which the caller reads a stored result; null if it accepts none (docs/spec/claim-check.md).</summary>
    public virtual string? AcceptedStore => null;

    /// <summary>The interval in which the caller expects heartbeats; null if the call is not monitored.</summary>
    public TimeSpan? CallMonitorTimeout { get; init; }

    /// <inheritdoc />
    public override void Return()
    {
        var arguments = _arguments;
        _arguments = default;
        arguments.Return();
        base.Return();
    }
}
