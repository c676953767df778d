using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Protocol.Frames;

/// <summary>A source or target (AMQP 1.0 part 3, section 3.5).</summary>
internal readonly struct Terminus
{
    private const int DurableField = 1;
    private const int ExpiryPolicyField = 2;
    private const int TimeoutField = 3;
    private const int DistributionModeField = 6;
    private const int FilterField = 7;

    public ulong Code { get; private init; }

    public string? Address { get; private init; }

    public bool Dynamic { get; private init; }

    public static Terminus Read(ReadOnlySpan<byte> encoded)
    {
        var code = FieldReader.ReadDescribedList(encoded, out var fields, out _);
        if (code is not (PerformativeCode.Source or PerformativeCode.Target))
        {
            return new Terminus { Code = code };
        }

        var address = fields.String();
        fields.Skip();
        fields.Skip();
        fields.Skip();
        return new Terminus { Code = code, Address = address, Dynamic = fields.Bool() ?? false };
    }

    /// <summary>
    /// Writes the terminus that the router grants: the requested one, but with the given address and without unsupported features, which
    /// are durability, filters, browsing, and a terminus that outlives its link.
    /// </summary>
    public static void WriteGranted(FrameBuilder frame, ReadOnlySpan<byte> asked, string? address)
    {
        if (asked.IsEmpty)
        {
            frame.Null();
            return;
        }

        var code = FieldReader.ReadDescribedList(asked, out var fields, out _);
        frame.OpenList(code);
        for (var index = 0; fields.HasMore; index++)
        {
            var value = fields.Raw();
            if (index == 0 && address is not null)
            {
                frame.String(address);
            }
            else if (index == ExpiryPolicyField && !value.IsEmpty)
            {
                frame.Symbol("link-detach");
            }
            else if (index == DistributionModeField && code == PerformativeCode.Source && !value.IsEmpty)
            {
                frame.Symbol("move");
            }
            else if (index is DurableField or TimeoutField || (index == FilterField && code == PerformativeCode.Source))
            {
                frame.Null();
            }
            else
            {
                frame.Raw(value);
            }
        }

        frame.CloseList();
    }
}
