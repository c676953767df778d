using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Protocol.Frames;

/// <summary>A source or target (AMQP 1.0 part 3, section 3.5).</summary>
internal readonly struct Terminus
{
    private const int DurableField = 1;
    private const int ExpiryPolicyField = 2;
    private const int TimeoutField = 3;
    private const int DistributionModeField = 6;
    private const int TargetCapabilitiesField = 6;
    private const int FilterField = 7;

    public ulong Code { get; private init; }

    public string? Address { get; private init; }

    public bool Dynamic { get; private init; }

    /// <summary>Whether the peer asks for a terminus that is durable or never expires, as subscribers do that want their messages kept.</summary>
    public bool IsDurable { get; private init; }

    /// <summary>Whether the peer asks for copies of messages that remain for others.</summary>
    public bool Browses { get; private init; }

    private static ReadOnlySpan<byte> Copy => "copy"u8;

    private static ReadOnlySpan<byte> Never => "never"u8;

    public static Terminus Read(ReadOnlySpan<byte> encoded)
    {
        var code = FieldReader.ReadDescribedList(encoded, out var fields, out _);
        if (code is not (PerformativeCode.Source or PerformativeCode.Target))
        {
            return new Terminus { Code = code };
        }

        var address = fields.String();
        var durability = fields.UInt() ?? 0;
        var expiryPolicy = fields.Symbol(out _);
        fields.Skip();
        var dynamic = fields.Bool() ?? false;
        fields.Skip();
        return new Terminus
        {
            Code = code,
            Address = address,
            Dynamic = dynamic,
            IsDurable = durability > 0 || expiryPolicy.SequenceEqual(Never),
            Browses = code == PerformativeCode.Source && fields.Symbol(out _).SequenceEqual(Copy),
        };
    }

    /// <summary>
    /// Writes the terminus that the broker grants: the requested one, but with the given address and without unsupported features: filters,
    /// and, unless the node supports them, browsing and a terminus that outlives its link.
    /// </summary>
    /// <param name="frame">The frame to write to.</param>
    /// <param name="asked">The requested terminus, encoded.</param>
    /// <param name="address">The address; null for the requested one.</param>
    /// <param name="browsing">Whether the node supports browsing.</param>
    /// <param name="durable">Whether the terminus outlives its link.</param>
    /// <param name="capability">The capability of a target; null for the requested ones.</param>
    public static void WriteGranted(
        FrameBuilder frame, ReadOnlySpan<byte> asked, string? address, bool browsing = false, bool durable = false, string? capability = null)
    {
        if (asked.IsEmpty)
        {
            frame.Null();
            return;
        }

        var code = FieldReader.ReadDescribedList(asked, out var fields, out _);
        frame.OpenList(code);
        var index = 0;
        for (; fields.HasMore && !(index == TargetCapabilitiesField && capability is not null); index++)
        {
            var value = fields.Raw();
            if (index == 0 && address is not null)
            {
                frame.String(address);
            }
            else if (index == ExpiryPolicyField && !value.IsEmpty)
            {
                frame.Symbol(durable ? "never" : "link-detach");
            }
            else if (index == DistributionModeField && code == PerformativeCode.Source && !value.IsEmpty && !browsing)
            {
                frame.Symbol("move");
            }
            else if ((index == DurableField && !durable) || index == TimeoutField || (index == FilterField && code == PerformativeCode.Source))
            {
                frame.Null();
            }
            else
            {
                frame.Raw(value);
            }
        }

        if (capability is not null)
        {
            for (; index < TargetCapabilitiesField; index++)
            {
                frame.Null();
            }

            frame.Symbol(capability);
        }

        frame.CloseList();
    }
}
