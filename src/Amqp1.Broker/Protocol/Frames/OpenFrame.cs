using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Protocol.Frames;

/// <summary>Open (AMQP 1.0 part 2, section 2.7.1): the fields that the router reads from a peer's Open, and the router's own Open.</summary>
internal readonly struct OpenFrame
{
    private const string AnonymousRelay = "ANONYMOUS-RELAY";
    private static readonly string Version = typeof(OpenFrame).Assembly.GetName().Version?.ToString(3) ?? "0";

    public string ContainerId { get; private init; }

    public uint MaxFrameSize { get; private init; }

    /// <summary>The idle timeout of the peer in milliseconds; 0 if the peer needs no heartbeats.</summary>
    public uint IdleTimeOut { get; private init; }

    public static OpenFrame Read(ref FieldReader fields)
    {
        var containerId = fields.String() ?? throw PeerFaultException.Decode("An Open has no container-id.");
        fields.Skip();
        var maxFrameSize = fields.UInt() ?? uint.MaxValue;
        fields.Skip();
        var idleTimeOut = fields.UInt() ?? 0;
        return new OpenFrame { ContainerId = containerId, MaxFrameSize = maxFrameSize, IdleTimeOut = idleTimeOut };
    }

    public static FrameBuilder Write(FrameBuilder frame, string containerId, EmbeddedRouterOptions options)
    {
        frame.Start(0, PerformativeCode.Open).String(containerId).Null().UInt((uint)options.MaxFrameSize).UShort((ushort)(options.MaxSessionsPerConnection - 1));
        if (options.IdleTimeout > TimeSpan.Zero)
        {
            // The announced timeout is half of the actual limit, so that an empty frame that the peer sends just in time does not arrive
            // late.
            frame.UInt((uint)Math.Max(options.IdleTimeout.TotalMilliseconds / 2, 1));
        }
        else
        {
            frame.Null();
        }

        return frame.Null().Null().Symbols(AnonymousRelay).Null().Map(("product", options.Product), ("version", Version)).CloseList();
    }
}
