using Amqp;
using Amqp.Framing;
using Amqp1.Json;

namespace Amqp1.Wire;

/// <summary>
/// A whole outgoing message, used in place of its body section. AMQPNetLite writes it directly into the frame, without an object for each
/// section and without a .NET string for its texts. Each dialect has its own.
/// </summary>
internal abstract class EncodedSections : AmqpValue
{
    /// <summary>The size of a section's descriptor. AMQPNetLite writes one before it asks for the value of the section.</summary>
    protected const int DescriptorSize = 3;

    /// <summary>The size of the encoded message.</summary>
    public int Length { get; private set; }

    /// <summary>Sets the size of the encoded message. The constructor of a derived class calls this last.</summary>
    protected void SetLength(int length)
    {
        Length = length;

        // AMQPNetLite uses the value only to determine the size of the buffer; it does not write the value. For a large message, the buffer
        // grows to its size at once when the sections are written.
        Value = PlaceholderArrays.AtLeast(length) ?? [];
    }

    /// <summary>Writes all sections with their descriptors, <see cref="Length"/> bytes in all.</summary>
    protected abstract void Write(SectionWriter writer);

    /// <inheritdoc />
    protected sealed override void WriteValue(ByteBuffer buffer, object value)
    {
        buffer.Shrink(DescriptorSize);
        buffer.ValidateWrite(Length);
        Write(new SectionWriter(buffer.Buffer.AsSpan(buffer.WritePos, Length)));
        buffer.Append(Length);
    }
}
