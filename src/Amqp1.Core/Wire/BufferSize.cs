namespace Amqp1.Wire;

/// <summary>Arrays that are never filled nor read: AMQPNetLite takes the size for a message's buffer from the length of one.</summary>
internal static class BufferSize
{
    private const int Step = 64;
    private const int Largest = 64 * 1024;

    private static readonly byte[]?[] Arrays = new byte[]?[(Largest / Step) + 1];

    /// <summary>An array of at least that length, shared by all messages of about that size; null above 64 KB.</summary>
    public static byte[]? Stating(int length)
    {
        if (length > Largest)
        {
            return null;
        }

        // Two threads may both make one; either will do.
        var index = (length + Step - 1) / Step;
        return Arrays[index] ??= new byte[index * Step];
    }
}
