using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Amqp1.Dialects;

/// <summary>Provides random numbers from the system's cryptographic generator, fetched for many messages at a time. Thread-safe.</summary>
internal sealed class RandomBits
{
    private const int BufferedNumbers = 128;

    [ThreadStatic]
    private static RandomBits? s_ofThread;

    private readonly ulong[] _numbers = new ulong[BufferedNumbers];
    private int _used = BufferedNumbers;

    private RandomBits()
    {
    }

    /// <summary>Returns the next 64 random bits.</summary>
    public static ulong Next() => (s_ofThread ??= new RandomBits()).Take();

    /// <summary>Returns the next 128 random bits. All of them are random, unlike those of a version 4 UUID.</summary>
    public static Guid NextGuid()
    {
        ReadOnlySpan<ulong> halves = [Next(), Next()];
        return new Guid(MemoryMarshal.AsBytes(halves));
    }

    private ulong Take()
    {
        if (_used == BufferedNumbers)
        {
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(_numbers.AsSpan()));
            _used = 0;
        }

        var number = _numbers[_used];
        // A number that has been returned must not remain in the memory of the process longer than its message.
        _numbers[_used++] = 0;
        return number;
    }
}
