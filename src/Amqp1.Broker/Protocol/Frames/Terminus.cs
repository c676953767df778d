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

    /// <summary>
    /// How long the terminus outlives its link, if the peer asks for that: by a terminus durability, a timeout, or the policy never. A durable
    /// terminus without a policy never expires, because a peer that asks for it expects to find it again. Null if the peer does not ask.
    /// </summary>
    public TerminusExpiry? Expiry { get; private init; }

    /// <summary>Whether the peer asks for copies of messages that remain for others.</summary>
    public bool Browses { get; private init; }

    private static ReadOnlySpan<byte> Copy => "copy"u8;

    public static Terminus Read(ReadOnlySpan<byte> encoded)
    {
        var code = FieldReader.ReadDescribedList(encoded, out var fields, out _);
        if (code is not (PerformativeCode.Source or PerformativeCode.Target))
        {
            return new Terminus { Code = code };
        }

        var address = fields.String();
        var durability = fields.UInt() ?? 0;
        var policy = ExpiryPolicies.Parse(fields.Symbol(out _));
        var timeout = fields.UInt() ?? 0;
        var dynamic = fields.Bool() ?? false;
        fields.Skip();
        return new Terminus
        {
            Code = code,
            Address = address,
            Dynamic = dynamic,
            Expiry = durability == 0 && timeout == 0 && policy != ExpiryPolicy.Never ? null
                : new TerminusExpiry(policy ?? (durability > 0 ? ExpiryPolicy.Never : ExpiryPolicy.SessionEnd), timeout),
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
    /// <param name="expiry">How long the terminus outlives its link; null if it does not.</param>
    /// <param name="capability">The capability of a target; null for the requested ones.</param>
    public static void WriteGranted(
        FrameBuilder frame, ReadOnlySpan<byte> asked, string? address, bool browsing = false, TerminusExpiry? expiry = null, string? capability = null)
    {
        if (asked.IsEmpty)
        {
            frame.Null();
            return;
        }

        var code = FieldReader.ReadDescribedList(asked, out var fields, out _);
        frame.OpenList(code);
        var index = 0;
        for (; (fields.HasMore && !(index == TargetCapabilitiesField && capability is not null)) || (index <= TimeoutField && expiry is not null); index++)
        {
            var value = fields.Raw();
            if (index == 0 && address is not null)
            {
                frame.String(address);
            }
            else if (index == ExpiryPolicyField && (expiry is not null || !value.IsEmpty))
            {
                frame.Symbol(ExpiryPolicies.Symbol(expiry?.Policy ?? ExpiryPolicy.LinkDetach));
            }
            else if (index == TimeoutField && expiry is { Timeout: > 0 and var timeout })
            {
                frame.UInt(timeout);
            }
            else if (index == DistributionModeField && code == PerformativeCode.Source && !value.IsEmpty && !browsing)
            {
                frame.Symbol("move");
            }
            else if ((index == DurableField && expiry is null) || index == TimeoutField || (index == FilterField && code == PerformativeCode.Source))
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
