using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Amqp1.Json;
using Amqp1.Transport.Buffers;

namespace Amqp1.Payloads;

/// <summary>Converts between payloads and the bytes in a store.</summary>
internal static class StoredBytes
{
    /// <summary>
    /// Returns the bytes to store, in an array of their own: a store that does not complete in time may read them later.
    /// </summary>
    /// <param name="json">The payload.</param>
    /// <param name="compress">Whether the bytes are compressed if that makes them shorter.</param>
    public static (byte[] Bytes, bool IsCompressed) Write(ReadOnlySpan<byte> json, bool compress)
    {
        if (compress)
        {
            using var target = new MemoryStream(json.Length / 4);
            using (var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
            {
                gzip.Write(json);
            }

            if (target.Length < json.Length)
            {
                return (target.ToArray(), true);
            }
        }

        return (json.ToArray(), false);
    }

    /// <summary>Returns the payload of a reference in a rented array, after a check of its hash, its length and its JSON.</summary>
    /// <param name="reference">The reference. Its length is within the limit.</param>
    /// <param name="bytes">The bytes from the store.</param>
    /// <param name="mustBeObject">Whether the payload must be a JSON object.</param>
    /// <exception cref="PayloadUnavailableException">The bytes do not belong to the reference, or are not JSON.</exception>
    public static JsonText Read(PayloadReference reference, byte[] bytes, bool mustBeObject)
    {
        if (!Convert.ToHexStringLower(SHA256.HashData(bytes)).Equals(reference.Sha256, StringComparison.Ordinal))
        {
            throw new PayloadUnavailableException("The stored payload does not have the hash in its reference.");
        }

        var array = BufferPool.Rent(reference.Length);
        if (!TryDecode(reference, bytes, array))
        {
            BufferPool.Return(array);
            throw new PayloadUnavailableException("The stored payload does not have the length or the encoding in its reference.");
        }

        if (!IsJson(array.AsSpan(0, reference.Length), mustBeObject))
        {
            BufferPool.Return(array);
            throw new PayloadUnavailableException("The stored payload is not the expected JSON.");
        }

        return JsonText.OfRented(array, reference.Length);
    }

    /// <summary>Decodes the bytes. Never more than the length in the reference is written, whatever the bytes decompress to.</summary>
    private static bool TryDecode(PayloadReference reference, byte[] bytes, byte[] target)
    {
        if (!reference.IsCompressed)
        {
            if (bytes.Length != reference.Length)
            {
                return false;
            }

            bytes.CopyTo(target, 0);
            return true;
        }

        try
        {
            using var gzip = new GZipStream(new MemoryStream(bytes, writable: false), CompressionMode.Decompress);
            return gzip.ReadAtLeast(target.AsSpan(0, reference.Length), reference.Length, throwOnEndOfStream: false) == reference.Length
                && gzip.ReadByte() < 0;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> json, bool mustBeObject)
    {
        try
        {
            var reader = new Utf8JsonReader(json, JsonSlice.ReaderOptions);
            if (!reader.Read() || (mustBeObject && reader.TokenType != JsonTokenType.StartObject))
            {
                return false;
            }

            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
