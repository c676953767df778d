using System.Numerics;
using System.Text;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Values;

/// <summary>A client for <see cref="ValuesEndpoint"/>.</summary>
[RpcClient("values")]
public interface IValues
{
    Task<(int, string)> TupleAsync((int, string) v);

    Task<BigInteger> BigAsync(BigInteger v);

    Task<Point3> FieldsAsync(Point3 v);

    Task<Vector3> VectorAsync(Vector3 v);

    Task<Rune> RuneAsync(Rune v);

    Task<Int128> Int128Async(Int128 v);

    Task<Tuple<int, string>> OldTupleAsync(Tuple<int, string> v);

    Task<KeyValuePair<string, int>> PairAsync(KeyValuePair<string, int> v);

    Task<Dictionary<string, (int, int)>> MapAsync(Dictionary<string, (int, int)> v);
}
