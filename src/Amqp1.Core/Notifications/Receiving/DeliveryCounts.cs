using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Amqp1.Notifications.Receiving;

/// <summary>
/// Counts the failed deliveries of notifications by their IDs. The number of IDs is bounded; the one that failed least recently is
/// forgotten first. Thread-safe.
/// </summary>
internal sealed class DeliveryCounts(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, LinkedListNode<Entry>> _nodes = [];
    private readonly LinkedList<Entry> _byAge = new();
    private volatile bool _isEmpty = true;

    /// <summary>Whether no notification has failed. Then, those that are handled need no removal.</summary>
    public bool IsEmpty => _isEmpty;

    /// <summary>Adds one failed delivery of a notification, and returns the number of its failed deliveries.</summary>
    public int Add(string notification)
    {
        var key = KeyOf(notification);
        lock (_gate)
        {
            var failures = 1;
            if (_nodes.Remove(key, out var node))
            {
                failures += node.Value.Failures;
                _byAge.Remove(node);
            }
            else if (_nodes.Count == capacity)
            {
                _nodes.Remove(_byAge.First!.Value.Key);
                _byAge.RemoveFirst();
            }

            _nodes.Add(key, _byAge.AddLast(new Entry(key, failures)));
            _isEmpty = false;
            return failures;
        }
    }

    /// <summary>Forgets a notification that will not be delivered again.</summary>
    public void Remove(string notification)
    {
        var key = KeyOf(notification);
        lock (_gate)
        {
            if (_nodes.Remove(key, out var node))
            {
                _byAge.Remove(node);
                _isEmpty = _nodes.Count == 0;
            }
        }
    }

    /// <summary>Returns a key of constant size, because a peer chooses the length of an ID.</summary>
    private static UInt128 KeyOf(string notification)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(notification), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private readonly record struct Entry(UInt128 Key, int Failures);
}
