using System.Text.Json;
using Amqp1.Rpc;
using Amqp1.Wire;

namespace Amqp1.Hosting.Discovery;

/// <summary>Reads the arguments of a request, in one pass over its JSON, into the order of a method's parameters.</summary>
internal sealed class RpcArgumentBinder(string method, IReadOnlyList<ParameterSlot> slots)
{
    private static readonly object Missing = new();

    private readonly ParameterSlot[] _slots = [.. slots];

    /// <summary>Throws <see cref="RpcArgumentException"/> in Python's words when the arguments do not fit.</summary>
    public object?[] Read(RpcInvocation invocation)
    {
        var values = new object?[_slots.Length];
        Array.Fill(values, Missing);
        ReadArguments(invocation.Arguments.Span, values);
        for (var i = 0; i < values.Length; i++)
        {
            if (ReferenceEquals(values[i], Missing))
            {
                values[i] = Other(_slots[i], invocation);
            }
        }

        return values;
    }

    private void ReadArguments(ReadOnlySpan<byte> json, object?[] values)
    {
        var reader = new Utf8JsonReader(json, JsonSlice.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOf(ref reader);
            reader.Read();
            values[index] = ReadValue(ref reader, _slots[index]);
        }
    }

    private int IndexOf(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].WireName is not null && reader.ValueTextEquals(_slots[i].Utf8Name))
            {
                return i;
            }
        }

        throw RpcArgumentException.Unexpected(method, reader.GetString()!);
    }

    private object? ReadValue(ref Utf8JsonReader reader, ParameterSlot slot)
    {
        try
        {
            var value = JsonSerializer.Deserialize(ref reader, slot.Json!);
            return value is null && slot.RefusesNull ? throw new JsonException("None is not allowed.") : value;
        }
        catch (JsonException unreadable)
        {
            throw RpcArgumentException.Unreadable(method, slot.WireName!, unreadable);
        }
    }

    private object? Other(ParameterSlot slot, RpcInvocation invocation)
    {
        if (ReferenceEquals(slot, ParameterSlot.Context))
        {
            return invocation.Context;
        }

        if (ReferenceEquals(slot, ParameterSlot.Cancellation))
        {
            return invocation.Cancellation;
        }

        return slot.IsOptional ? slot.Default : throw RpcArgumentException.Missing(method, slot.WireName!);
    }
}
