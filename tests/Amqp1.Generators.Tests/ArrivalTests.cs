namespace Amqp1.Generators.Tests;

/// <summary>Tests of the reports, at compile time, of types whose values would not arrive.</summary>
public sealed class ArrivalTests
{
    private const string Types = """
        using System.IO;
        using System.Numerics;
        using System.Text;
        using System.Text.Json.Serialization;
        public interface IShape { int Sides { get; } }
        [JsonDerivedType(typeof(Square), "square")] public interface IKnown;
        public sealed record Square(int Side) : IKnown;
        public abstract class Base { public int Id { get; set; } }
        public struct Fields { public int X; public int Y; }
        public readonly struct Frozen { public Frozen(int x) => X = x; public int X { get; } }
        public readonly struct Bound { [JsonConstructor] public Bound(int x) => X = x; public int X { get; } }
        public sealed class Secret { private int _value; public void Set(int value) => _value = value; public override string ToString() => $"{_value}"; }
        public sealed class Nothing;
        public sealed class Node { public Node? Next { get; set; } public List<Node> Children { get; set; } = []; }
        public sealed class Deep { public Dictionary<string, List<Upload?>>? Uploads { get; set; } }
        public sealed record Upload(string Name, Stream Content);
        public sealed class Partly { public string Name { get; set; } = ""; public int Count { get; private set; } public List<string> Tags { get; } = []; public int Sum => Count + 1; public readonly int Age; [JsonIgnore] public Stream? File { get; set; } }
        public sealed class Filled { public string Name { get; set; } = ""; [JsonInclude] public int Count { get; private set; } [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)] public List<string> Tags { get; } = []; }
        public sealed class Two { public Two(int x) => X = x; public Two(string x) => X = x.Length; public int X { get; } }
        [JsonConverter(typeof(JsonStringEnumConverter))] public sealed class Converted { private readonly Stream? _stream; public override string ToString() => $"{_stream}"; }
        public sealed record Point(int X, int Y);
        public sealed class Bag : List<int> { public string Name { get; set; } = ""; public int Sum => this.Sum(); }
        public sealed class Box<T> { public T? Value { get; set; } }

        """;

    [Theory]
    [InlineData("(int, string) v")]
    [InlineData("Tuple<int, string> v, KeyValuePair<string, int> w, Dictionary<string, (int, int)> map")]
    [InlineData("BigInteger v, Rune r, Int128 i, Half h, Vector3 w, Quaternion q, DateOnly d, Guid? g, Uri u, object o, byte[] b, ReadOnlyMemory<byte> m")]
    [InlineData("Fields v, Bound w, Nothing n, Node node, Filled f, Converted c, Square s, IKnown k, Point p, List<Point?>? l, IReadOnlyDictionary<Guid, Point[]> d, HashSet<int> h, IEnumerable<string> e")]
    [InlineData("Stream v", "1306 'v' of System.IO.Stream: System.IO.Stream has a meaning only inside one process")]
    [InlineData("FileStream v", "1306 'v' of System.IO.FileStream: System.IO.FileStream has a meaning only inside one process")]
    [InlineData("Action v", "1306 'v' of System.Action: System.Action has a meaning only inside one process")]
    [InlineData("Func<int>? v", "1306 'v' of System.Func<int>: System.Func<int> has a meaning only inside one process")]
    [InlineData("Type v", "1306 'v' of System.Type: System.Type has a meaning only inside one process")]
    [InlineData("nint v", "1306 'v' of nint: nint has a meaning only inside one process")]
    [InlineData("Exception v", "1306 'v' of System.Exception: System.Exception has a meaning only inside one process")]
    [InlineData("Task<int> v", "1306 'v' of System.Threading.Tasks.Task<int>: System.Threading.Tasks.Task<int> has a meaning only inside one process")]
    [InlineData("IAsyncEnumerable<int> v", "1306 'v' of System.Collections.Generic.IAsyncEnumerable<int>: System.Collections.Generic.IAsyncEnumerable<int> has a meaning only inside one process")]
    [InlineData("IShape v", "1306 'v' of IShape: IShape is an interface without [JsonDerivedType], so JSON cannot be read into it")]
    [InlineData("List<Base> v", "1306 'v' of System.Collections.Generic.List<Base>: Base is abstract without [JsonDerivedType], so JSON cannot be read into it")]
    [InlineData("Frozen v", "1306 'v' of Frozen: no property of Frozen can be set, so its values would be lost")]
    [InlineData("Range v", "1306 'v' of System.Range: no property of System.Range can be set, so its values would be lost")]
    [InlineData("Complex[] v", "1306 'v' of System.Numerics.Complex[]: no property of System.Numerics.Complex can be set, so its values would be lost")]
    [InlineData("Secret v", "1306 'v' of Secret: Secret has no public property or field, so its values would be lost")]
    [InlineData("Two v", "1306 'v' of Two: Two has no constructor that JSON can use: one without parameters, a single one, or one with [JsonConstructor]")]
    [InlineData("int[,] v", "1306 'v' of int[,]: int[,] is an array of several dimensions, which JSON does not have")]
    [InlineData("Dictionary<Point, int> v", "1306 'v' of System.Collections.Generic.Dictionary<Point, int>: System.Collections.Generic.Dictionary<Point, int> has keys of Point, which cannot be names in JSON")]
    [InlineData("Deep v", "1306 'v' of Deep: System.IO.Stream has a meaning only inside one process")]
    [InlineData("Box<(int, Action)> v", "1306 'v' of Box<(int, System.Action)>: System.Action has a meaning only inside one process")]
    [InlineData("Stack<int> v", "1306 'v' of System.Collections.Generic.Stack<int>: System.Collections.Generic.Stack<int> would be read in reverse order")]
    [InlineData("Bag v", "1307 'v' of Bag: Bag is a list or map in JSON, which does not contain its Name")]
    [InlineData("Partly v",
        "1307 'v' of Partly: Partly.Count cannot be set, so its value is lost",
        "1307 'v' of Partly: Partly.Tags cannot be set, so its value is lost",
        "1307 'v' of Partly: Partly.Age cannot be set, so its value is lost")]
    public async Task An_argument_that_does_not_arrive_is_named(string parameters, params string[] reports) =>
        (await ReportsAsync($$"""[RpcEndpoint("t")] public class C { public void Keep({{parameters}}) { throw new NotSupportedException(); } }""")).ShouldBe(
            reports.Select(report => report.Insert(5, "C.Keep takes ")));

    [Theory]
    [InlineData("""[RpcEndpoint("t")] public class C { public Task<Stream> GetAsync() => null!; }""", "1306 C.GetAsync returns System.IO.Stream")]
    [InlineData("""[RpcEndpoint("t")] public class C { public Secret Get() => null!; }""", "1306 C.Get returns Secret")]
    [InlineData("""[RpcEndpoint("t")] public class C { public IShape Get() => null!; public Frozen Two() => default; public IEnumerable<Partly> Three() => []; public Base Four() => null!; }""")]
    [InlineData("""[RpcClient("t")] public interface I { Task<IShape> GetAsync(IShape shape, Frozen frozen, [Server] string host, MessagingContext context, CancellationToken cancel); }""", "1306 I.GetAsync returns IShape")]
    [InlineData("""[RpcClient("t")] public interface I { Task GetAsync(Action callback); }""", "1306 I.GetAsync takes 'callback' of System.Action")]
    [InlineData("""[RpcClient("t")] public interface I { Task<Partly> GetAsync(Partly part); }""", "1307 I.GetAsync returns Partly", "1307 I.GetAsync returns Partly", "1307 I.GetAsync returns Partly")]
    [InlineData("""[NotificationEndpoint("t")] public class N { [NotificationHandler(NotificationPriority.Info)] public void On(Notification<Frozen> n) { } }""", "1306 N.On takes notifications of Frozen")]
    [InlineData("""[NotificationEndpoint("t")] public class N { [NotificationHandler(NotificationPriority.Info)] public void On(IReadOnlyList<Notification<IShape>> n) { } }""", "1306 N.On takes notifications of IShape")]
    [InlineData("""public class P { public Task A(RpcClient c) => c.CallAsync("m", new { Callback = (Action)(() => { }) }); }""", "1306 CallAsync sends <anonymous type: System.Action Callback>")]
    [InlineData("""public class P { public Task A(RpcClient c) => c.CallAsync("m", new { Id = 1, Pair = (1, "x"), Frozen = default(Frozen), Shape = (IShape)null! }); }""")]
    [InlineData("""public class P { public Task A(RpcClient c) => c.CallAsync<Range>("m"); }""", "1306 CallAsync gets System.Range")]
    [InlineData("""public class P { public Task A(INotifier n, Exception e) => n.ErrorAsync("e", new { Error = e }); }""", "1306 ErrorAsync sends <anonymous type: System.Exception Error>")]
    [InlineData("""public class P { public Task A(INotifier n) => n.InfoAsync("e", new Secret()); }""", "1306 InfoAsync sends Secret")]
    public async Task Every_side_of_the_wire_is_looked_at(string source, params string[] reports) =>
        (await ReportsAsync(source)).Select(report => report.Split(':').Length > 2 && report.Contains("anonymous", StringComparison.Ordinal)
            ? report[..(report.IndexOf('>', StringComparison.Ordinal) + 1)]
            : report.Split(':')[0]).ShouldBe(reports);

    private static async Task<IEnumerable<string>> ReportsAsync(string source) => (await Compiling.RunAsync(Types + source)).Diagnostics
        .Select(report => $"{report.Id.Replace("AMQP", "", StringComparison.Ordinal)} {report.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");
}
