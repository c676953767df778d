using System.Text.Json;
using Amqp1.Json;
using Amqp1.Transport.Buffers;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>
/// Collects the request context from the fields of a message (docs/spec/rabbit-messages.md#context). The values are copied unchanged.
/// </summary>
internal ref struct ContextCollector
{
    private const int FirstSize = 1024;

    private byte[]? _buffer;
    private int _length;

    /// <summary>
    /// Reads a field to its end, if the reader is at the name of a field of the context. Returns false if it is at another name, without
    /// reading its value.
    /// </summary>
    public bool TryRead(ReadOnlyMemory<byte> json, ref Utf8JsonReader reader)
    {
        var name = reader.ValueSpan;
        if (name.StartsWith(ContextFields.Prefix))
        {
            Add(name[ContextFields.Prefix.Length..], json, ref reader);
            return true;
        }

        return reader.ValueIsEscaped && TryReadEscaped(json, ref reader);
    }

    /// <summary>Returns the context, a JSON object.</summary>
    public readonly ReadOnlyMemory<byte> Finish()
    {
        if (_buffer is null)
        {
            return RpcRequest.EmptyObject;
        }

        var context = new byte[_length + 1];
        _buffer.AsSpan(0, _length).CopyTo(context);
        context[_length] = (byte)'}';
        BufferPool.Return(_buffer);
        return context;
    }

    /// <summary>Reads a field whose prefix contains an escape, which no known sender writes.</summary>
    private bool TryReadEscaped(ReadOnlyMemory<byte> json, ref Utf8JsonReader reader)
    {
        var name = new byte[reader.ValueSpan.Length];
        var unescaped = name.AsSpan(0, reader.CopyString(name));
        if (!unescaped.StartsWith(ContextFields.Prefix))
        {
            return false;
        }

        Add(JsonEncodedText.Encode(unescaped[ContextFields.Prefix.Length..]).EncodedUtf8Bytes, json, ref reader);
        return true;
    }

    private void Add(ReadOnlySpan<byte> key, ReadOnlyMemory<byte> json, ref Utf8JsonReader reader)
    {
        Append(_buffer is null ? "{\""u8 : ",\""u8);
        Append(key);
        Append("\":"u8);
        reader.Read();
        Append(JsonSlice.Value(json, ref reader).Span);
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        if (_buffer is null || _buffer.Length - _length < text.Length)
        {
            Grow(text.Length);
        }

        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
    }

    private void Grow(int length)
    {
        var larger = BufferPool.Rent(Math.Max(FirstSize, Math.Max(_length * 2, _length + length)));
        if (_buffer is not null)
        {
            _buffer.AsSpan(0, _length).CopyTo(larger);
            BufferPool.Return(_buffer);
        }

        _buffer = larger;
    }
}
