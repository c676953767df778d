using Amqp1.Generators.Diagnostics;
using Amqp1.Generators.Models;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Reading;

/// <summary>Reads one notification handler.</summary>
internal static class NotificationHandlerReader
{
    /// <summary>Reads a handler; null if the method cannot handle notifications. The reason is added to the errors.</summary>
    public static NotificationHandlerModel? Read(IMethodSymbol method, IEnumerable<string> priorities, Mistakes errors, CancellationToken cancel)
    {
        var name = RpcMethods.NameOf(method);
        if (method.DeclaredAccessibility != Accessibility.Public || method.IsStatic || method.IsGenericMethod)
        {
            errors.Add(method, Rules.HandlerNotPublic, name);
            return null;
        }

        var types = method.Parameters.Select(parameter => parameter.RefKind == RefKind.None ? parameter.Type : null).ToArray();
        var isBatch = IsBatch(types.FirstOrDefault());
        var notification = isBatch ? ((INamedTypeSymbol)types[0]!).TypeArguments[0] : types.FirstOrDefault();
        var takesToken = types.Length == 2 && types[1]?.Is("System.Threading.CancellationToken") == true;
        if (notification?.Is("Amqp1.Notifications.Notification`1") != true || (types.Length > 1 && !takesToken))
        {
            errors.Add(method, Rules.HandlerParameters, name);
            return null;
        }

        var result = Results.Of(method);
        if (result.Kind is ResultKind.Refused or ResultKind.Stream || result.Type is not (null or "global::Amqp1.Notifications.NotificationResult"))
        {
            errors.Add(method, Rules.HandlerResult, name, Results.Describe(method));
            return null;
        }

        var payload = PayloadOf(method);
        return new NotificationHandlerModel(
            method.ContainingType.InFull(),
            method.Name,
            new(priorities),
            payload.InFull(),
            payload is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.NotAnnotated },
            Documentation.Of(method, cancel).Summary,
            isBatch,
            takesToken,
            result);
    }

    /// <summary>Returns the payload type of a valid handler.</summary>
    public static ITypeSymbol PayloadOf(IMethodSymbol method)
    {
        var taken = (INamedTypeSymbol)method.Parameters[0].Type;
        return ((INamedTypeSymbol)(IsBatch(taken) ? taken.TypeArguments[0] : taken)).TypeArguments[0];
    }

    private static bool IsBatch(ITypeSymbol? type) => type?.Is("System.Collections.Generic.IReadOnlyList`1") == true;
}
