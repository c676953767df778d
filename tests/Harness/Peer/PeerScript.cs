using Amqp.Framing;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>How a <see cref="ScriptedPeer"/> behaves; a friendly broker unless told otherwise. May be changed at any time.</summary>
/// <remarks>The delegates are called under the peer's lock: they decide and do nothing else.</remarks>
internal sealed class PeerScript
{
    /// <summary>The product of the Open's properties; null for none, which makes a client use legacy addresses.</summary>
    public string? Product { get; set; }

    /// <summary>How long a client may be silent, as announced in the Open; zero for any time. Only announced, not enforced.</summary>
    public TimeSpan IdleTimeout { get; set; }

    /// <summary>The error to refuse a link with; null to take it.</summary>
    public Func<PeerLink, Error?> Refuse { get; set; } = static _ => null;

    /// <summary>Refuses by ending the link's session, as RabbitMQ does.</summary>
    public bool RefuseByEndingSession { get; set; }

    /// <summary>Which attaches stay without an answer.</summary>
    public Func<PeerLink, bool> IgnoreAttach { get; set; } = static _ => false;

    /// <summary>The credit that a client's sender gets when it has none left.</summary>
    public Func<PeerLink, int> Credit { get; set; } = static _ => 10;

    /// <summary>What is done with a message.</summary>
    public Func<PeerTransfer, PeerAnswer> Answer { get; set; } = static _ => PeerAnswer.Route;

    /// <summary>Whether the sender of a routed message is told what its receiver said; else it is accepted as soon as it is routed.</summary>
    public bool SettlesEndToEnd { get; set; }

    /// <summary>Whether clients get dynamic nodes.</summary>
    public bool DynamicNodes { get; set; } = true;

    /// <summary>The largest frame that is taken; a larger one ends the connection, as the protocol has it.</summary>
    public uint MaxFrameSize { get; set; } = 256 * 1024;

    /// <summary>The highest channel that is taken.</summary>
    public ushort ChannelMax { get; set; } = 32767;

    /// <summary>The highest handle of a session that is taken.</summary>
    public uint HandleMax { get; set; } = 255;

    /// <summary>The largest message, as told in every attach; zero for any.</summary>
    public ulong MaxMessageSize { get; set; }

    /// <summary>The id of the first delivery of each session.</summary>
    public uint FirstDeliveryId { get; set; }

    /// <summary>The id of the first transfer of each session.</summary>
    public uint FirstTransferId { get; set; }

    /// <summary>The Open is answered when this is complete.</summary>
    public Task OpenGate { get; set; } = Task.CompletedTask;

    /// <summary>User and password of SASL PLAIN; null when anybody may come, with or without a SASL layer.</summary>
    public (string User, string Password)? Credentials { get; set; }

    /// <summary>The mechanisms offered; null for those that the credentials ask for.</summary>
    public IReadOnlyList<string>? Mechanisms { get; set; }

    /// <summary>Whether events are kept; not under load, where there are too many.</summary>
    public bool RecordsEvents { get; set; } = true;

    /// <summary>Each connection is cut when so many bytes were sent on it, in the middle of a frame if need be.</summary>
    public long? CutAfterBytes { get; set; }
}
