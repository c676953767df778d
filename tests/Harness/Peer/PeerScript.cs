using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>The behaviour of a <see cref="ScriptedPeer"/>, which is a friendly broker by default. It can be changed at any time.</summary>
/// <remarks>The delegates are called under the peer's lock. They must only decide, without other effects.</remarks>
internal sealed class PeerScript
{
    /// <summary>The product in the properties of the Open; null to omit it, which makes a client use legacy addresses.</summary>
    public string? Product { get; set; }

    /// <summary>
    /// The time for which a client may be silent, as announced in the Open; zero for no limit. The peer announces it but does not enforce
    /// it.
    /// </summary>
    public TimeSpan IdleTimeout { get; set; }

    /// <summary>The error with which a link is refused; null to accept the link.</summary>
    public Func<PeerLink, Error?> Refuse { get; set; } = static _ => null;

    /// <summary>True if the peer refuses a link by ending its session, as RabbitMQ does.</summary>
    public bool RefuseByEndingSession { get; set; }

    /// <summary>The attaches that the peer does not answer.</summary>
    public Func<PeerLink, bool> IgnoreAttach { get; set; } = static _ => false;

    /// <summary>The credit that a client's sender gets when it has none left.</summary>
    public Func<PeerLink, int> Credit { get; set; } = static _ => 10;

    /// <summary>The capability that the targets of the client's senders state; null for none.</summary>
    public string? Capability { get; set; }

    /// <summary>The answer to a message.</summary>
    public Func<PeerTransfer, PeerAnswer> Answer { get; set; } = static _ => PeerAnswer.Route;

    /// <summary>
    /// True if the sender of a routed message gets the outcome of its receiver. Otherwise the message is accepted when it is routed.
    /// </summary>
    public bool SettlesEndToEnd { get; set; }

    /// <summary>True if the peer gives up the credit of a link that the client drains.</summary>
    public bool AnswersDrains { get; set; } = true;

    /// <summary>True if clients get dynamic nodes.</summary>
    public bool DynamicNodes { get; set; } = true;

    /// <summary>The largest frame that the peer accepts. A larger frame ends the connection, as the protocol requires.</summary>
    public uint MaxFrameSize { get; set; } = 256 * 1024;

    /// <summary>The highest channel that the peer accepts.</summary>
    public ushort ChannelMax { get; set; } = 32767;

    /// <summary>The highest handle of a session that the peer accepts.</summary>
    public uint HandleMax { get; set; } = 255;

    /// <summary>The size of the largest message, as announced in every attach; zero for no limit.</summary>
    public ulong MaxMessageSize { get; set; }

    /// <summary>The id of the first delivery of each session.</summary>
    public uint FirstDeliveryId { get; set; }

    /// <summary>The id of the first transfer of each session.</summary>
    public uint FirstTransferId { get; set; }

    /// <summary>A task that must complete before the peer answers the Open.</summary>
    public Task OpenGate { get; set; } = Task.CompletedTask;

    /// <summary>The user and password of SASL PLAIN; null if any client may connect, with or without a SASL layer.</summary>
    public (string User, string Password)? Credentials { get; set; }

    /// <summary>The mechanisms that the peer offers; null for those that match the credentials.</summary>
    public IReadOnlyList<string>? Mechanisms { get; set; }

    /// <summary>
    /// The violations of the protocol that the test expects. Any other violation fails the test at its end (<see cref="StartedPeers"/>).
    /// </summary>
    public Func<ProtocolViolation, bool> Expects { get; set; } = static _ => false;

    /// <summary>
    /// True if events are kept. Tests under load set it to false, because there are too many events. Violations of the protocol are always
    /// kept.
    /// </summary>
    public bool RecordsEvents { get; set; } = true;

    /// <summary>The number of sent bytes after which each connection is cut, possibly in the middle of a frame.</summary>
    public long? CutAfterBytes { get; set; }

    /// <summary>Creates the Open of the peer.</summary>
    public Open CreateOpen()
    {
        var answer = new Open { ContainerId = "scripted-peer", MaxFrameSize = MaxFrameSize, ChannelMax = ChannelMax };
        if (Product is { } product)
        {
            answer.Properties = new Fields { [new Symbol("product")] = product };
        }

        if (IdleTimeout > TimeSpan.Zero)
        {
            answer.IdleTimeOut = (uint)IdleTimeout.TotalMilliseconds;
        }

        return answer;
    }
}
