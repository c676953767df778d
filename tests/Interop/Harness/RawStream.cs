namespace Amqp1.Interop.Tests.Harness;

/// <summary>For peers that do not speak AMQP.</summary>
internal static class RawStream
{
    /// <summary>Completes when the other side has had enough.</summary>
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
            // Closed with our bytes unread: a reset says the same as an end.
        }
    }
}
