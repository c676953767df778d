namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>Writes messages section by section (AMQP 1.0 part 3, section 3.2). Does not check them, because tests send false ones.</summary>
internal static class MessageWriter
{
    public static byte[] Write(IEnumerable<(ulong Code, object? Value)> sections)
    {
        var writer = new ByteWriter();
        foreach (var (code, value) in sections)
        {
            ValueWriter.Write(writer, value is Composite composite ? composite.ToDescribed() : new Described(code, value));
        }

        return writer.Written.ToArray();
    }
}
