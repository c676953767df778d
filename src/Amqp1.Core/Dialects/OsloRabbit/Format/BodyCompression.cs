using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Amqp1.Json;
using SharpCompress.Compressors.BZip2;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>Compresses and decompresses bodies (docs/spec/rabbit-messages.md#compression).</summary>
internal static class BodyCompression
{
    /// <summary>The application property that names the compression.</summary>
    public const string PropertyName = "compression";

    /// <summary>The name of the zlib format in oslo.messaging, which calls it gzip.</summary>
    public const string Zlib = "application/x-gzip";

    /// <summary>
    /// The maximum size of a decompressed body. A few kilobytes can decompress to gigabytes, so the size is checked while decompressing.
    /// </summary>
    public const int MaxSize = 128 * 1024 * 1024;

    private const int Step = 16 * 1024;

    public static byte[] Compress(ReadOnlySpan<byte> body)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(body);
        }

        return compressed.ToArray();
    }

    /// <summary>
    /// Returns the decompressed body, in an array of its own, or the body itself if it is not compressed. Throws
    /// <see cref="WireFormatException"/> if the body cannot be decompressed or is too large.
    /// </summary>
    /// <remarks>
    /// The compression is recognized by the first bytes, which are never those of a JSON object. This also works if an intermediary has
    /// dropped the property.
    /// </remarks>
    public static ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> body, int maxSize = MaxSize) => body.Span switch
    {
        [0x78, var flags, ..] when ((0x78 << 8) | flags) % 31 == 0 =>
            Decompress(body, static from => new ZLibStream(from, CompressionMode.Decompress), "zlib", maxSize),
        [0x1f, 0x8b, ..] =>
            Decompress(body, static from => new GZipStream(from, CompressionMode.Decompress), "gzip", maxSize),
        [(byte)'B', (byte)'Z', (byte)'h', ..] =>
            Decompress(body, static from => BZip2Stream.Create(from, SharpCompress.Compressors.CompressionMode.Decompress, decompressConcatenated: true), "bzip2", maxSize),
        _ => body,
    };

    private static ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> body, Func<Stream, Stream> open, string name, int maxSize)
    {
        var decompressed = new ArrayBufferWriter<byte>(Math.Max(Step, Math.Min(body.Length, maxSize)));
        try
        {
            using var stream = open(StreamOf(body));
            while (stream.Read(decompressed.GetSpan(Step)) is var count and > 0)
            {
                decompressed.Advance(count);
                if (decompressed.WrittenCount > maxSize)
                {
                    throw new WireFormatException($"The decompressed body exceeds the limit of {maxSize} bytes.");
                }
            }
        }
#pragma warning disable CA1031 // The decoders report malformed data with exceptions of many types.
        catch (Exception malformed) when (malformed is not (WireFormatException or OutOfMemoryException))
#pragma warning restore CA1031
        {
            throw new WireFormatException($"The body is compressed with {name}, but it cannot be decompressed: {malformed.Message}", malformed);
        }

        return decompressed.WrittenMemory;
    }

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(body.ToArray(), writable: false);
}
