using System.Globalization;
using System.Text;

namespace Amqp1.Tests.Harness.Stress;

/// <summary>
/// The records of both ends about single messages: the messages that the peer has received and may have processed, and what the senders
/// were told. Each message is identified by its number. Thread-safe, because each entry of a record has one writer.
/// </summary>
internal sealed class DeliveryLedger(int messages)
{
    private readonly bool[] _received = new bool[messages];
    private readonly Told[] _told = new Told[messages];
    private int _unreadable;

    /// <summary>The information that a sender got about its message.</summary>
    internal enum Told : byte
    {
        Nothing,
        Accepted,
        InDoubt,
        NotProcessed,
    }

    /// <summary>
    /// The number of bodies that were not written by <see cref="BodyOf"/>, because their buffer was given to another message too early.
    /// </summary>
    public int Unreadable => _unreadable;

    /// <summary>
    /// Returns the JSON text of a message. The text repeats the number of the message, so that every part of it shows its origin.
    /// </summary>
    public static byte[] BodyOf(int number, int repetitions) =>
        Encoding.ASCII.GetBytes($"[{string.Join(',', Enumerable.Repeat(number.ToString(CultureInfo.InvariantCulture), repetitions))}]");

    /// <summary>
    /// Records that the peer has received a message. <paramref name="mayBeProcessed"/> is false only if the peer says that it has not
    /// processed it.
    /// </summary>
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

    /// <summary>Returns the number of messages that were received and whose senders were told this.</summary>
    public int CountReceived(Told told) => _told.Zip(_received).Count(pair => pair.First == told && pair.Second);
}
