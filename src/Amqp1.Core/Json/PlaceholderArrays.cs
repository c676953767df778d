namespace Amqp1.Json;

/// <summary>
/// Provides arrays that are never written or read. AMQPNetLite uses the length of such an array as the size of a message's buffer.
/// </summary>
internal static class PlaceholderArrays
{
    private const int Step = 64;
    private const int Largest = 64 * 1024;

    private static readonly byte[]?[] Arrays = new byte[]?[(Largest / Step) + 1];

    /// <summary>Returns an array of at least the given length, which all messages of about that size share; null above 64 KB.</summary>
    public static byte[]? AtLeast(int length)
    {
        if (length > Largest)
        {
            return null;
        }

        // Two threads may both create the array; either result can be used.
        var index = (length + Step - 1) / Step;
        return Arrays[index] ??= new byte[index * Step];
    }
}
