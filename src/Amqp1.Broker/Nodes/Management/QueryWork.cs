using Amqp1.Broker.Codec;
using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes.Management;

/// <summary>
/// A query: writes the attributes of entities into the response, one row for each entity from the offset on, until the count is reached.
/// </summary>
internal sealed class QueryWork : IRequestWork
{
    /// <summary>The maximum size of a response in bytes.</summary>
    private const int MostBytes = 8 * 1024 * 1024;

    private const int AttributesPerStep = 4;

    private readonly Chores _chores;
    private readonly Action<ReadOnlyMemory<byte>> _send;
    private readonly Action<ManagementResult> _fail;
    private readonly FrameBuilder _message;
    private readonly string[] _names;
    private readonly IEnumerator<(IEntity Entity, int[] Attributes)> _rows;
    private long _toSkip;
    private long _left;

    /// <param name="request">The request.</param>
    /// <param name="types">The types of the entities.</param>
    /// <param name="chores">Counts the steps.</param>
    /// <param name="send">Sends the encoded response.</param>
    /// <param name="fail">Sends a response without rows.</param>
    public QueryWork(
        ManagementRequest request, IReadOnlyList<EntityType> types, Chores chores, Action<ReadOnlyMemory<byte>> send, Action<ManagementResult> fail)
    {
        _chores = chores;
        _send = send;
        _fail = fail;
        _toSkip = request.Integer(ManagementRequest.OffsetArgument) ?? 0;
        _left = request.Integer(ManagementRequest.CountArgument) is { } count and > 0 ? count : long.MaxValue;

        // Attributes that no type has are left out, so that a client sees what this version of the broker knows.
        var known = types.SelectMany(type => type.Attributes).Distinct(StringComparer.Ordinal);
        _names = [.. request.AttributeNames.Count == 0 ? known : request.AttributeNames.Distinct(StringComparer.Ordinal).Intersect(known, StringComparer.Ordinal)];
        _rows = Rows(types).GetEnumerator();
        _message = ResponseWriter.Start(request, ManagementStatus.Ok, "OK");
        _message.OpenMap().String("attributeNames").Strings(_names).String("results").OpenList();
    }

    public bool Continue()
    {
        while (_left > 0)
        {
            if (!_chores.Spend())
            {
                return false;
            }

            if (!_rows.MoveNext())
            {
                break;
            }

            if (_toSkip > 0)
            {
                _toSkip--;
                continue;
            }

            _left--;
            _chores.Charge(_names.Length / AttributesPerStep);
            WriteRow();
            if (_message.Value.Length > MostBytes)
            {
                _fail(ManagementResult.TooLarge($"The response would be larger than {MostBytes} bytes. Ask for fewer entities with count and offset."));
                return true;
            }
        }

        _send(_message.CloseList().CloseList().Value.ToArray());
        return true;
    }

    public void Dispose() => _rows.Dispose();

    private IEnumerable<(IEntity Entity, int[] Attributes)> Rows(IReadOnlyList<EntityType> types)
    {
        foreach (var type in types)
        {
            var attributes = Array.ConvertAll(_names, name => IndexOf(type.Attributes, name));
            foreach (var entity in type.Entities())
            {
                yield return (entity, attributes);
            }
        }
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (var index = 0; index < names.Count; index++)
        {
            if (names[index] == name)
            {
                return index;
            }
        }

        return -1;
    }

    private void WriteRow()
    {
        var (entity, attributes) = _rows.Current;
        _message.OpenList();
        foreach (var attribute in attributes)
        {
            if (attribute < 0)
            {
                _message.Null();
            }
            else
            {
                entity.Write(_message, attribute);
            }
        }

        _message.CloseList();
    }
}
