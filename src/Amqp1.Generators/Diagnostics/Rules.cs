using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Diagnostics;

/// <summary>
/// The rules for endpoint classes (10xx, 11xx for notifications) and client interfaces (12xx). All of them are errors and cannot be
/// suppressed, because nothing is generated for such a type.
/// </summary>
internal static class Rules
{
    public const string Category = "Amqp1";

    public static readonly DiagnosticDescriptor NoTopic = Error(
        "AMQP1001", "A topic is missing", "{0}: [{1}] has no topic");

    public static readonly DiagnosticDescriptor BadVersion = Error(
        "AMQP1002", "A version is not major.minor", "{0}: [{1}] has version '{2}', which must be in the form major.minor");

    public static readonly DiagnosticDescriptor CannotBeMade = Error(
        "AMQP1003", "An endpoint class cannot be instantiated", "{0} is {1}; an endpoint must be a class that can be instantiated");

    public static readonly DiagnosticDescriptor NotAccessible = Error(
        "AMQP1004", "A type cannot be reached by generated code", "{0} must be internal or public, and so must the types around it");

    public static readonly DiagnosticDescriptor NoMethods = Error(
        "AMQP1005", "An RPC endpoint serves nothing", "{0} has no public methods to serve");

    public static readonly DiagnosticDescriptor SameWireName = Error(
        "AMQP1006", "Several methods have the same wire name",
        "{0} has several methods with the wire name '{1}' ({2}); callers cannot distinguish overloads, so give them different names with [RpcMethod]");

    public static readonly DiagnosticDescriptor PrivateWireName = Error(
        "AMQP1007", "A wire name cannot be called", "{0} has the wire name '{1}', but names that are empty or begin with '_' cannot be called");

    public static readonly DiagnosticDescriptor GenericMethod = Error(
        "AMQP1008", "A method is generic", "{0} is generic; a caller cannot specify type arguments");

    public static readonly DiagnosticDescriptor ByReference = Error(
        "AMQP1009", "An argument is passed by reference", "{0} takes '{1}' by reference (ref, out, in, span or pointer); an argument must be a value");

    public static readonly DiagnosticDescriptor SameArgument = Error(
        "AMQP1010", "Several parameters have the same wire name", "{0} has several parameters with the wire name '{1}'");

    public static readonly DiagnosticDescriptor ReturnType = Error(
        "AMQP1011", "A result cannot be sent", "{0} returns {1}; it must return nothing, a value, Task, Task<T>, ValueTask, ValueTask<T> or IAsyncEnumerable<T>");

    public static readonly DiagnosticDescriptor OldLanguage = Error(
        "AMQP1012", "The language version is too low", "{0} needs code that is generated in C# 11, but the project is compiled as C# {1}");

    public static readonly DiagnosticDescriptor BatchSize = Error(
        "AMQP1101", "A batch size is out of range", "{0}: [NotificationEndpoint] has BatchSize {1}, which must be 1 or more");

    public static readonly DiagnosticDescriptor BatchTimeout = Error(
        "AMQP1102", "A batch timeout is out of range", "{0}: [NotificationEndpoint] has BatchTimeoutSeconds {1}, which must be more than 0 and at most 86400");

    public static readonly DiagnosticDescriptor BadFilter = Error(
        "AMQP1103", "A filter cannot be read", "{0}: [NotificationEndpoint] has a filter that cannot be read: {1}");

    public static readonly DiagnosticDescriptor NoHandlers = Error(
        "AMQP1104", "A notification endpoint handles nothing", "{0} has no methods with [NotificationHandler]");

    public static readonly DiagnosticDescriptor HandlerNotPublic = Error(
        "AMQP1105", "A notification handler cannot be called", "{0} has [NotificationHandler], so it must be a public instance method without type parameters");

    public static readonly DiagnosticDescriptor HandlerParameters = Error(
        "AMQP1106", "A notification handler has unsupported parameters",
        "{0} must take a Notification<T> or an IReadOnlyList<Notification<T>>, optionally followed by a CancellationToken, and nothing else");

    public static readonly DiagnosticDescriptor HandlerResult = Error(
        "AMQP1107", "A notification handler has an unsupported result",
        "{0} returns {1}; it must return nothing, NotificationResult, Task, Task<NotificationResult>, ValueTask or ValueTask<NotificationResult>");

    public static readonly DiagnosticDescriptor SamePriority = Error(
        "AMQP1108", "A priority has several handlers", "{0} has several handlers for priority {1}; the second is {2}");

    public static readonly DiagnosticDescriptor NoPoolName = Error(
        "AMQP1109", "A pool has no name", "{0}: [NotificationEndpoint] has Pool '{1}', must be a name; omit it for no pool");

    public static readonly DiagnosticDescriptor ClientGeneric = Error(
        "AMQP1201", "A client interface is generic", "{0} is generic, but an interface with [RpcClient] must not be generic");

    public static readonly DiagnosticDescriptor ClientMember = Error(
        "AMQP1202", "A client interface has members other than methods", "{0} is not an instance method; an interface with [RpcClient] must have no other members");

    public static readonly DiagnosticDescriptor ClientReturnType = Error(
        "AMQP1203", "A client method does not return a task", "{0} returns {1}; it must return Task, Task<T>, ValueTask, ValueTask<T> or IAsyncEnumerable<T>");

    public static readonly DiagnosticDescriptor CastWithResult = Error(
        "AMQP1204", "A cast has a result", "{0} is a cast or fanout, which gets no reply; it must return Task or ValueTask");

    public static readonly DiagnosticDescriptor FanoutToServer = Error(
        "AMQP1205", "A fanout names a server", "{0} is a fanout, which goes to all servers; it must not specify a server");

    public static readonly DiagnosticDescriptor MisplacedParameter = Error(
        "AMQP1206", "A special parameter is not valid", "{0} has the invalid parameter '{1}'; a method can have one string with [Server], one MessagingContext and one CancellationToken");

    public static readonly DiagnosticDescriptor BadTimeout = Error(
        "AMQP1207", "A timeout is out of range", "{0} has TimeoutSeconds {1}, which must be between 0 and 2147483");

    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        NoTopic, BadVersion, CannotBeMade, NotAccessible, NoMethods, SameWireName, PrivateWireName, GenericMethod, ByReference, SameArgument,
        ReturnType, OldLanguage, BatchSize, BatchTimeout, BadFilter, NoHandlers, HandlerNotPublic, HandlerParameters, HandlerResult, SamePriority, NoPoolName,
        ClientGeneric, ClientMember, ClientReturnType, CastWithResult, FanoutToServer, MisplacedParameter, BadTimeout,
    ];

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true, customTags: WellKnownDiagnosticTags.NotConfigurable);
}
