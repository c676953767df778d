namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>The performatives of the transport (AMQP 1.0 part 2, section 2.7) and the error (section 2.8.14).</summary>
internal static class Performatives
{
    public static CompositeType Error { get; } = new(
        "error", 0x1d,
        new("condition", FieldTypes.Symbol, IsMandatory: true), new("description", FieldTypes.String), new("info", FieldTypes.Fields));

    public static CompositeType Open { get; } = new(
        "open", 0x10,
        new("container-id", FieldTypes.String, IsMandatory: true), new("hostname", FieldTypes.String),
        new("max-frame-size", FieldTypes.MaxFrameSize), new("channel-max", FieldTypes.Ushort), new("idle-time-out", FieldTypes.Uint),
        new("outgoing-locales", FieldTypes.Symbol, IsMultiple: true), new("incoming-locales", FieldTypes.Symbol, IsMultiple: true),
        new("offered-capabilities", FieldTypes.Symbol, IsMultiple: true), new("desired-capabilities", FieldTypes.Symbol, IsMultiple: true),
        new("properties", FieldTypes.Fields));

    public static CompositeType Begin { get; } = new(
        "begin", 0x11,
        new("remote-channel", FieldTypes.Ushort), new("next-outgoing-id", FieldTypes.Uint, IsMandatory: true),
        new("incoming-window", FieldTypes.Uint, IsMandatory: true), new("outgoing-window", FieldTypes.Uint, IsMandatory: true),
        new("handle-max", FieldTypes.Uint),
        new("offered-capabilities", FieldTypes.Symbol, IsMultiple: true), new("desired-capabilities", FieldTypes.Symbol, IsMultiple: true),
        new("properties", FieldTypes.Fields));

    public static CompositeType Attach { get; } = new(
        "attach", 0x12,
        new("name", FieldTypes.String, IsMandatory: true), new("handle", FieldTypes.Uint, IsMandatory: true),
        new("role", FieldTypes.Boolean, IsMandatory: true),
        new("snd-settle-mode", FieldTypes.SenderSettleMode), new("rcv-settle-mode", FieldTypes.ReceiverSettleMode),
        new("source", FieldTypes.Source), new("target", FieldTypes.Target),
        new("unsettled", FieldTypes.Map), new("incomplete-unsettled", FieldTypes.Boolean),
        new("initial-delivery-count", FieldTypes.Uint), new("max-message-size", FieldTypes.Ulong),
        new("offered-capabilities", FieldTypes.Symbol, IsMultiple: true), new("desired-capabilities", FieldTypes.Symbol, IsMultiple: true),
        new("properties", FieldTypes.Fields));

    public static CompositeType Flow { get; } = new(
        "flow", 0x13,
        new("next-incoming-id", FieldTypes.Uint), new("incoming-window", FieldTypes.Uint, IsMandatory: true),
        new("next-outgoing-id", FieldTypes.Uint, IsMandatory: true), new("outgoing-window", FieldTypes.Uint, IsMandatory: true),
        new("handle", FieldTypes.Uint), new("delivery-count", FieldTypes.Uint), new("link-credit", FieldTypes.Uint),
        new("available", FieldTypes.Uint), new("drain", FieldTypes.Boolean), new("echo", FieldTypes.Boolean),
        new("properties", FieldTypes.Fields));

    public static CompositeType Transfer { get; } = new(
        "transfer", 0x14,
        new("handle", FieldTypes.Uint, IsMandatory: true), new("delivery-id", FieldTypes.Uint), new("delivery-tag", FieldTypes.DeliveryTag),
        new("message-format", FieldTypes.Uint), new("settled", FieldTypes.Boolean), new("more", FieldTypes.Boolean),
        new("rcv-settle-mode", FieldTypes.ReceiverSettleMode), new("state", FieldTypes.DeliveryState),
        new("resume", FieldTypes.Boolean), new("aborted", FieldTypes.Boolean), new("batchable", FieldTypes.Boolean));

    public static CompositeType Disposition { get; } = new(
        "disposition", 0x15,
        new("role", FieldTypes.Boolean, IsMandatory: true), new("first", FieldTypes.Uint, IsMandatory: true), new("last", FieldTypes.Uint),
        new("settled", FieldTypes.Boolean), new("state", FieldTypes.DeliveryState), new("batchable", FieldTypes.Boolean));

    public static CompositeType Detach { get; } = new(
        "detach", 0x16,
        new("handle", FieldTypes.Uint, IsMandatory: true), new("closed", FieldTypes.Boolean), new("error", FieldTypes.Error));

    public static CompositeType End { get; } = new("end", 0x17, new Field("error", FieldTypes.Error));

    public static CompositeType Close { get; } = new("close", 0x18, new Field("error", FieldTypes.Error));

    public static IReadOnlyList<CompositeType> All { get; } = [Open, Begin, Attach, Flow, Transfer, Disposition, Detach, End, Close];
}
