using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Serialization;

/// <summary>Determines how System.Text.Json, with the converters of <c>MessagingJson</c>, handles a type.</summary>
internal static class JsonKinds
{
    private static readonly string[] Scalars =
    [
        "System.Guid", "System.DateTimeOffset", "System.TimeSpan", "System.DateOnly", "System.TimeOnly", "System.Uri", "System.Version", "System.Half",
        "System.Int128", "System.UInt128", "System.Numerics.BigInteger", "System.Text.Rune", "System.Memory`1", "System.ReadOnlyMemory`1",
        "System.Text.Json.JsonElement", "System.Text.Json.JsonDocument", "System.Text.Json.Nodes.JsonNode",
    ];

    private static readonly string[] NeverSent =
    [
        "System.Reflection.MemberInfo", "System.Reflection.Assembly", "System.Delegate", "System.Exception", "System.IServiceProvider", "System.IntPtr", "System.UIntPtr",
        "System.IO.Stream", "System.IO.TextReader", "System.IO.TextWriter", "System.IO.Pipelines.PipeReader", "System.IO.Pipelines.PipeWriter",
        "System.Threading.Tasks.Task", "System.Threading.Tasks.ValueTask", "System.Threading.Tasks.ValueTask`1", "System.Threading.CancellationToken",
        "System.Threading.CancellationTokenSource", "System.Threading.Thread", "System.Threading.WaitHandle", "System.Threading.Channels.ChannelReader`1",
        "System.Threading.Channels.ChannelWriter`1", "System.Runtime.InteropServices.SafeHandle", "System.Linq.Expressions.Expression",
        "System.Collections.Generic.IAsyncEnumerable`1", "System.Collections.Generic.IAsyncEnumerator`1", "System.Collections.Generic.IEnumerator`1",
    ];

    private static readonly string[] ReadableInterfaces =
    [
        "System.Collections.IEnumerable", "System.Collections.ICollection", "System.Collections.IList", "System.Collections.IDictionary",
        "System.Collections.Generic.IEnumerable`1", "System.Collections.Generic.ICollection`1", "System.Collections.Generic.IList`1",
        "System.Collections.Generic.IReadOnlyCollection`1", "System.Collections.Generic.IReadOnlyList`1", "System.Collections.Generic.ISet`1",
        "System.Collections.Generic.IReadOnlySet`1", "System.Collections.Generic.IDictionary`2", "System.Collections.Generic.IReadOnlyDictionary`2",
        "System.Collections.Immutable.IImmutableList`1", "System.Collections.Immutable.IImmutableSet`1", "System.Collections.Immutable.IImmutableQueue`1",
        "System.Collections.Immutable.IImmutableStack`1", "System.Collections.Immutable.IImmutableDictionary`2",
    ];

    private static readonly string[] Stacks =
        ["System.Collections.Generic.Stack`1", "System.Collections.Concurrent.ConcurrentStack`1", "System.Collections.Immutable.ImmutableStack`1"];

    private static readonly string[] Keys =
    [
        "System.Guid", "System.DateTimeOffset", "System.TimeSpan", "System.DateOnly", "System.TimeOnly", "System.Uri", "System.Version", "System.Half", "System.Int128", "System.UInt128",
    ];

    public static bool IsScalar(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Enum || IsPrimitive(type) || type.SpecialType == SpecialType.System_Object || IsOneOf(type, Scalars);

    /// <summary>Returns whether the type refers to something in this process, which has no meaning in another process.</summary>
    public static bool IsNeverSent(INamedTypeSymbol type) => type.IsRefLikeType || type.TypeKind == TypeKind.Delegate || IsOneOf(type, NeverSent);

    public static bool IsReadableInterface(INamedTypeSymbol type) => ReadableInterfaces.Any(name => type.Is(name));

    /// <summary>Returns whether the type is written from the top of the stack, and read by pushing the first item first.</summary>
    public static bool IsStack(INamedTypeSymbol type) => IsOneOf(type, Stacks) || type.Is("System.Collections.Immutable.IImmutableStack`1");

    public static bool IsKey(ITypeSymbol type) => type is not INamedTypeSymbol named
        || named.TypeKind == TypeKind.Enum || IsPrimitive(named) || named.SpecialType == SpecialType.System_Object || Keys.Any(name => named.Is(name)) || HasConverter(named);

    /// <summary>Returns whether an attribute specifies a converter, whose behavior is unknown.</summary>
    public static bool HasConverter(ISymbol symbol) => symbol.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.BaseChain().Any(type => type.Is("System.Text.Json.Serialization.JsonConverterAttribute")) == true);

    public static bool IsPolymorphic(INamedTypeSymbol type) =>
        type.Attribute("System.Text.Json.Serialization.JsonDerivedTypeAttribute") is not null || type.Attribute("System.Text.Json.Serialization.JsonPolymorphicAttribute") is not null;

    public static bool IsOfFramework(ISymbol symbol) => symbol.ContainingAssembly is not { Name: var name }
        || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal) || name is "System" or "mscorlib" or "netstandard";

    /// <summary>Returns the collection interface that a type is or implements; null if there is none.</summary>
    public static INamedTypeSymbol? Implemented(INamedTypeSymbol type, params string[] names) =>
        type.AllInterfaces.Insert(0, type).FirstOrDefault(part => names.Any(name => part.Is(name)));

    private static bool IsPrimitive(INamedTypeSymbol type) =>
        type.SpecialType is (>= SpecialType.System_Boolean and <= SpecialType.System_String) or SpecialType.System_DateTime;

    private static bool IsOneOf(INamedTypeSymbol type, string[] names) => type.BaseChain().Any(part => names.Any(name => part.Is(name)));
}
