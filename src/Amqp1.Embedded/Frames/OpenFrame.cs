namespace Amqp1.Embedded.Frames;

/// <summary>Open (AMQP 1.0 part 2, section 2.7.1): what the router reads of a peer's, and its own.</summary>
internal readonly struct OpenFrame
{
    private const string AnonymousRelay = "ANONYMOUS-RELAY";
    private static readonly string Version = typeof(OpenFrame).Assembly.GetName().Version?.ToString(3) ?? "0";

    public string ContainerId { get; private init; }

    public uint MaxFrameSize { get; private init; }

    /// <summary>In milliseconds; 0 when the peer needs no sign of life.</summary>
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
            // Half of the real limit, so that an empty frame that is just in time for the peer is not late here.
            frame.UInt((uint)Math.Max(options.IdleTimeout.TotalMilliseconds / 2, 1));
        }
        else
        {
            frame.Null();
        }

        return frame.Null().Null().Symbols(AnonymousRelay).Null().Map(("product", options.Product), ("version", Version)).CloseList();
    }
}
