using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>
/// A random run of a store beside its model. The store writes operations in order, so after a crash it must contain what the model contains
/// after some of the operations: all that were reported, and perhaps further ones.
/// </summary>
internal sealed class ModelRun(TestStore test, Random random)
{
    private static readonly StoreFailure Full = new(StoreFailureKind.Full, "The disk is full.");
    private readonly List<(Action<StoreModel> Change, Written Written)> _operations = [];
    private readonly StoreModel _durable = new();
    private readonly StoreModel _current = new();
    private bool _fails;

    public async Task StepAsync()
    {
        switch (random.Next(1000))
        {
            case < 3:
                await CrashAsync();
                break;
            case < 6:
                await CompareAsync();
                break;
            case < 10:
                await FailAsync();
                break;
            case < 14:
                await EndFailureAsync();
                break;
            case < 30:
                Create();
                break;
            case < 40:
                Update(Any(_current.Queues));
                break;
            case < 43:
                Delete(Any(_current.Queues));
                break;
            case < 50:
                Purge(Any(_current.Queues), Any(_current.Messages));
                break;
            case < 550:
                Append(Any(_current.Queues));
                break;
            case < 800:
                Remove(Any(_current.Messages));
                break;
            case < 900:
                SetDeliveryCount(Any(_current.Messages), (uint)random.Next(10));
                break;
            default:
                Move(Any(_current.Messages), Any(_current.Queues), random.Next(2) == 0 ? "" : Text());
                break;
        }
    }

    /// <summary>Closes the store, opens it again, and compares all of it with the model.</summary>
    public async Task CompareAsync()
    {
        await EndFailureAsync();
        await test.ReopenAsync();
        (await StoreModel.DescribeAsync(test)).ShouldBe(_current.Describe());
        foreach (var (change, written) in _operations)
        {
            (await written.Ended).ShouldBeNull();
            change(_durable);
        }

        _operations.Clear();
    }

    private async Task CrashAsync()
    {
        // The number of results is read before the crash, which may report more of them.
        var reported = _operations.FindLastIndex(operation => operation.Written.HasEnded) + 1;
        await test.CrashAsync();
        _fails = false;
        var found = await StoreModel.DescribeAsync(test);
        var done = 0;
        for (; done < reported || (done < _operations.Count && _durable.Describe() != found); done++)
        {
            _operations[done].Change(_durable);
        }

        _durable.Describe().ShouldBe(found);
        _operations.Clear();
        _current.CopyFrom(_durable);
    }

    private async Task FailAsync()
    {
        await EndFailureAsync();
        await test.Store.FlushAsync();
        test.Engine.Failure = Full;
        _fails = true;
    }

    private async Task EndFailureAsync()
    {
        if (_fails)
        {
            // The page is read after every operation before it has met the failure.
            await test.ReadAsync(0);
            test.Engine.Failure = null;
            test.Time.Advance(StoreRetry.Interval);
            await test.Store.FlushAsync();
            _fails = false;
        }
    }

    private void Create()
    {
        var (name, settings, written) = (Text(), Text(), new Written());
        var queue = test.Store.CreateQueue(name, settings, written);
        Record(written, model => model.Create(queue, name, settings));
    }

    private void Update(long queue)
    {
        var (settings, written) = (Text(), new Written());
        test.Store.UpdateQueue(queue, settings, written);
        Record(written, model => model.Update(queue, settings));
    }

    private void Delete(long queue)
    {
        var written = new Written();
        test.Store.DeleteQueue(queue, written);
        Record(written, model => model.Delete(queue), isRepeated: true);
    }

    private void Purge(long queue, long through)
    {
        var written = new Written();
        test.Store.Purge(queue, through, written);
        Record(written, model => model.Purge(queue, through), isRepeated: true);
    }

    private void Append(long queue)
    {
        var (text, written) = (Text(), new Written());
        var sequence = test.Append(queue, text, written);
        Record(written, model => model.Append(queue, sequence, text));
    }

    private void Remove(long sequence)
    {
        var written = new Written();
        test.Store.Remove(sequence, written);
        Record(written, model => model.Remove(sequence), isRepeated: true);
    }

    private void SetDeliveryCount(long sequence, uint count)
    {
        var written = new Written();
        test.Store.SetDeliveryCount(sequence, count, written);
        Record(written, model => model.SetDeliveryCount(sequence, count), isRepeated: true);
    }

    private void Move(long sequence, long queue, string text)
    {
        var (moved, count, written) = (test.Store.NextSequence(), (uint)random.Next(10), new Written());
        test.Store.Move(sequence, test.Message(queue, moved, text) with { DeliveryCount = count }, written);
        Record(written, model => model.Move(sequence, queue, moved, text, count), isRepeated: true);
    }

    private void Record(Written written, Action<StoreModel> change, bool isRepeated = false)
    {
        if (!_fails || isRepeated)
        {
            _operations.Add((change, written));
            change(_current);
        }
    }

    private long Any(IReadOnlyCollection<long> choices) => choices.Count == 0 || random.Next(20) == 0
        ? random.Next(1, 50)
        : choices.ElementAt(random.Next(choices.Count));

    // Longer than a page at times.
    private string Text() => new((char)random.Next('a', 'z' + 1), random.Next(random.Next(100) == 0 ? 30_000 : 300) + 1);
}
