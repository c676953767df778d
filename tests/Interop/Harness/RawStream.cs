namespace Amqp1.Interop.Tests.Harness;

/// <summary>Reads streams of peers that do not speak AMQP.</summary>
internal static class RawStream
{
    /// <summary>Completes when the other side has closed the stream.</summary>
    public static async Task EndAsync(Stream stream, CancellationToken cancel)
    {
        var buffer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(buffer, cancel).AsTask().WaitAsync(Limits.Signal, cancel) > 0)
            {
            }
        }
        catch (IOException)
        {
            // The other side has closed the socket before it read all bytes. A reset has the same meaning as an end here.
        }
    }
}
