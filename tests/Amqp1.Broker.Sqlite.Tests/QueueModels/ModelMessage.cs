namespace Amqp1.Broker.Sqlite.Tests.QueueModels;

/// <summary>A message of the model, from the moment in which it is sent until it has left the queues for good.</summary>
internal sealed class ModelMessage(int id, bool settled)
{
    private readonly List<(int Change, ModelPlace Before)> _unwritten = [];
    private int _changes;

    public int Id { get; } = id;

    /// <summary>Whether the message was sent settled, so that its producer is not told.</summary>
    public bool Settled { get; } = settled;

    /// <summary>The present place.</summary>
    public ModelPlace Place { get; private set; }

    /// <summary>Whether a consumer may get the message only when the broker has told that it is stored, or has written it.</summary>
    public bool IsPending { get; set; }

    /// <summary>The consumer that has acquired the message; null if it waits.</summary>
    public ModelConsumer? AcquiredBy { get; set; }

    /// <summary>Whether a consumer has acquired the message before.</summary>
    public bool WasAcquired { get; set; }

    /// <summary>The consumers that do not take the message again.</summary>
    public HashSet<ModelConsumer> RefusedBy { get; } = [];

    /// <summary>Whether nothing of the message is left, neither in a queue nor in the store.</summary>
    public bool IsForgotten => Place.Queue is null && _unwritten.Count == 0;

    /// <summary>Changes the place. Returns the number of the change, for <see cref="OnWritten"/>.</summary>
    public int Move(ModelPlace place)
    {
        _unwritten.Add((++_changes, Place));
        Place = place;
        return _changes;
    }

    /// <summary>Handles that a change is on disk. The places before it are not possible any more.</summary>
    public void OnWritten(int change) => _unwritten.RemoveAll(unwritten => unwritten.Change <= change);

    /// <summary>Handles that all changes are on disk.</summary>
    public void OnAllWritten() => _unwritten.Clear();

    /// <summary>Returns the places that the message may have on disk.</summary>
    public IEnumerable<ModelPlace> PossiblePlaces() => _unwritten.Select(unwritten => unwritten.Before).Append(Place);

    /// <summary>Takes over the place in which the message was found after a crash.</summary>
    public void Found(ModelPlace place)
    {
        _unwritten.Clear();
        Place = place;
        IsPending = false;
        AcquiredBy = null;
        WasAcquired = true;
        RefusedBy.Clear();
    }
}
