using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Diagnostics;

/// <summary>The rules for code that works, but probably not as intended (13xx). All of them can be suppressed.</summary>
internal static class Advice
{
    public static readonly DiagnosticDescriptor TokenNotLast = Warning(
        "AMQP1301", "A token is not the last parameter", "{0} takes the token '{1}' before other parameters; it should be the last parameter");

    public static readonly DiagnosticDescriptor NotServed = Warning(
        "AMQP1302", "A method with [RpcMethod] is not served", "{0} has [RpcMethod] but is not served, because it is {1}; only public instance methods are served");

    public static readonly DiagnosticDescriptor NotRegistered = Warning(
        "AMQP1303", "A client is not registered", "{0} needs {1}, which is not registered: {2}", WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor NoMetadata = Warning(
        "AMQP1304", "A type cannot be serialized under AOT", "{0} {1}, for which no JsonSerializerContext has metadata; add [JsonSerializable(typeof({2}))] to one");

    public static readonly DiagnosticDescriptor NoMetadataSent = Warning(
        "AMQP1305", "A value that is sent or received cannot be serialized under AOT", "{0} {1} {2}, for which no JsonSerializerContext has metadata");

    public static readonly DiagnosticDescriptor CannotArrive = new(
        "AMQP1306", "A type cannot be sent or read", "{0} {1}: {2}", Rules.Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor PartIsLost = Warning(
        "AMQP1307", "A part of a value is lost", "{0} {1}: {2}");

    public static ImmutableArray<DiagnosticDescriptor> OfArrival { get; } = [CannotArrive, PartIsLost];

    public static ImmutableArray<DiagnosticDescriptor> OfSerialization { get; } = [NoMetadata, NoMetadataSent];

    public static ImmutableArray<DiagnosticDescriptor> OfSignatures { get; } = [TokenNotLast, NotServed];

    /// <summary>Creates a rule that a project may disable or make stricter.</summary>
    public static DiagnosticDescriptor Warning(string id, string title, string message, params string[] tags) =>
        new(id, title, message, Rules.Category, DiagnosticSeverity.Warning, isEnabledByDefault: true, customTags: tags);
}
