using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Values;

/// <summary>An endpoint that returns its arguments.</summary>
[RpcEndpoint("values")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class ValuesEndpoint
{
    public (int, string) Tuple((int, string) v) => v;

    public BigInteger Big(BigInteger v) => v;

    public Point3 Fields(Point3 v) => v;

    public Vector3 Vector(Vector3 v) => v;

    public Rune Rune(Rune v) => v;

    public Int128 Int128(Int128 v) => v;

    public Tuple<int, string> OldTuple(Tuple<int, string> v) => v;

    public KeyValuePair<string, int> Pair(KeyValuePair<string, int> v) => v;

    public Dictionary<string, (int, int)> Map(Dictionary<string, (int, int)> v) => v;
}
