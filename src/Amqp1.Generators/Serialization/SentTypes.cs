using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Amqp1.Generators.Serialization;

/// <summary>
/// Reads the types that calls of <c>RpcClient</c> and notifiers in code send and receive. Values that are only known as
/// <see cref="object"/> are ignored.
/// </summary>
internal static class SentTypes
{
    private static readonly string[] Senders = ["Amqp1.Rpc.RpcClient", "Amqp1.Notifications.INotifier", "Amqp1.Notifications.NotifierExtensions"];

    public static IEnumerable<NeededType> Of(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (!Senders.Any(sender => method.ContainingType.Is(sender)))
        {
            yield break;
        }

        foreach (var argument in call.Arguments.Where(argument => argument.Parameter is { Name: "arguments" or "payload" }))
        {
            if (Given(argument.Value) is { Type: { } type } value && SaysWhatItIs(type))
            {
                yield return new NeededType(type, value.Syntax.GetLocation(), "sends", IsRead: false);
            }
        }

        if (method.TypeArguments.FirstOrDefault() is { } result && SaysWhatItIs(result))
        {
            yield return new NeededType(result, call.Syntax.GetLocation(), "gets", IsRead: true);
        }
    }

    private static IOperation Given(IOperation value) => value is IConversionOperation { IsImplicit: true } conversion ? Given(conversion.Operand) : value;

    private static bool SaysWhatItIs(ITypeSymbol type) =>
        type is { SpecialType: not SpecialType.System_Object, TypeKind: not (TypeKind.Interface or TypeKind.TypeParameter or TypeKind.Dynamic or TypeKind.Error) }
        && !type.AllInterfaces.Any(part => part.Is("Amqp1.Rpc.IRpcArguments"));
}
