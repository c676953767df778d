using System.Globalization;
using System.Text;

namespace Amqp1.Tests.Harness.Stress;

/// <summary>
/// The books of both ends about single messages: what a peer has received and may have processed, and what the senders were told. Each
/// message is known by its number. Thread-safe, as every entry of one book has one writer.
/// </summary>
internal sealed class DeliveryLedger(int messages)
{
    private readonly bool[] _received = new bool[messages];
    private readonly Told[] _told = new Told[messages];
    private int _unreadable;

    /// <summary>What a sender was told about its message.</summary>
    internal enum Told : byte
    {
        Nothing,
        Accepted,
        InDoubt,
        NotProcessed,
    }

    /// <summary>Bodies that were not written by <see cref="BodyOf"/>: the buffer was given to another message too early.</summary>
    public int Unreadable => _unreadable;

    /// <summary>The JSON text of a message: its number, again and again, so that every part of the text tells whose it is.</summary>
    public static byte[] BodyOf(int number, int repetitions) =>
        Encoding.ASCII.GetBytes($"[{string.Join(',', Enumerable.Repeat(number.ToString(CultureInfo.InvariantCulture), repetitions))}]");

    /// <summary>The peer has got a message; true for <paramref name="mayBeProcessed"/> unless it says itself that it has not processed it.</summary>
    public void OnReceived(string body, bool mayBeProcessed)
    {
        var numbers = body.TrimStart('[').TrimEnd(']').Split(',');
        if (!int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || Array.Exists(numbers, other => other != numbers[0]))
        {
            Interlocked.Increment(ref _unreadable);
            return;
        }

        Volatile.Write(ref _received[number], Volatile.Read(ref _received[number]) || mayBeProcessed);
    }

    public void OnTold(int number, Told told)
    {
        _told[number].ShouldBe(Told.Nothing, "a message ends once");
        _told[number] = told;
    }

    public int Count(Told told) => _told.Count(one => one == told);

    /// <summary>How many messages were told so and were received.</summary>
    public int CountReceived(Told told) => _told.Zip(_received).Count(pair => pair.First == told && pair.Second);
}
