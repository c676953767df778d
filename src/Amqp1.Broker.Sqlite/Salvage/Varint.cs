namespace Amqp1.Broker.Sqlite.Salvage;

/// <summary>The variable-length integers of SQLite.</summary>
internal static class Varint
{
    private const int MostBytes = 9;

    /// <summary>Reads an integer and removes its bytes. Returns false if they are not complete.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> bytes, out long value)
    {
        value = 0;
        for (var index = 0; index < bytes.Length && index < MostBytes; index++)
        {
            var next = bytes[index];
            if (index == MostBytes - 1)
            {
                value = (value << 8) | next;
            }
            else
            {
                value = (value << 7) | (next & 0x7FL);
                if (next >= 0x80)
                {
                    continue;
                }
            }

            bytes = bytes[(index + 1)..];
            return true;
        }

        return false;
    }
}
