using System.Text;

namespace Amqp1.Broker.Codec;

/// <summary>
/// Decodes the outcome from a consumer and encodes it again for the sender. A malformed outcome is a decode error of the consumer's
/// connection. If it were passed on, it would close the connections of all clients that send to this consumer.
/// </summary>
internal static class OutcomeReader
{
    /// <summary>
    /// Returns the outcome, encoded by the router. Returns an empty span for no state and for a state that is not an outcome, such as
    /// received. Such a state does not end the delivery; settling it does.
    /// </summary>
    public static ReadOnlySpan<byte> Rewrite(ReadOnlySpan<byte> state)
    {
        if (state.SequenceEqual(Outcomes.Accepted))
        {
            return Outcomes.Accepted;
        }

        if (state.IsEmpty)
        {
            return default;
        }

        var code = FieldReader.ReadDescribedList(state, out var fields, out var length);
        if (length != state.Length)
        {
            throw PeerFaultException.Decode("A delivery state is longer than its fields.");
        }

        switch (code)
        {
            case PerformativeCode.Accepted:
                fields.End();
                return Outcomes.Accepted;
            case PerformativeCode.Released:
                fields.End();
                return Outcomes.Released;
            case PerformativeCode.Rejected:
                var error = fields.Raw();
                fields.End();
                return error.IsEmpty ? Outcomes.WithoutDetails(code) : Rejected(error);
            case PerformativeCode.Modified:
                var failed = fields.Bool();
                var undeliverable = fields.Bool();
                var annotations = fields.Raw();
                fields.End();
                return Modified(failed, undeliverable, annotations);
            default:
                fields.End();
                return default;
        }
    }

    private static byte[] Rejected(ReadOnlySpan<byte> error)
    {
        if (FieldReader.ReadDescribedList(error, out var fields, out var length) != PerformativeCode.Error || length != error.Length)
        {
            throw PeerFaultException.Decode("The error of a rejected outcome is not an error.");
        }

        var condition = fields.Symbol(out var present);
        if (!present || !Ascii.IsValid(condition))
        {
            throw PeerFaultException.Decode("An error has no valid condition.");
        }

        var description = fields.String();
        var info = fields.Raw();
        fields.End();
        var outcome = new FrameBuilder().StartValue().OpenList(PerformativeCode.Rejected).OpenList(PerformativeCode.Error);
        outcome.Symbol(Encoding.ASCII.GetString(condition));
        _ = description is null ? outcome.Null() : outcome.String(description);
        return outcome.Raw(Fields(info)).CloseList().CloseList().Value.ToArray();
    }

    private static byte[] Modified(bool? failed, bool? undeliverable, ReadOnlySpan<byte> annotations)
    {
        var outcome = new FrameBuilder().StartValue().OpenList(PerformativeCode.Modified);
        _ = failed is { } isFailed ? outcome.Bool(isFailed) : outcome.Null();
        _ = undeliverable is { } isUndeliverable ? outcome.Bool(isUndeliverable) : outcome.Null();
        return outcome.Raw(Fields(annotations)).CloseList().Value.ToArray();
    }

    private static ReadOnlySpan<byte> Fields(ReadOnlySpan<byte> map) => map.IsEmpty || !PlainValue.IsFields(map) ? default : map;
}
