using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Discovery;

/// <summary>Reads one method of an RPC endpoint.</summary>
[RequiresUnreferencedCode(Amqp1ServiceCollectionExtensions.NeedsReflection)]
[RequiresDynamicCode(Amqp1ServiceCollectionExtensions.NeedsReflection)]
internal static class RpcMethodReader
{
    /// <summary>Null when the method cannot be served; why, is added to the errors.</summary>
    public static RpcMethodDescriptor? Read(MethodInfo method, string wireName, JsonSerializerOptions json, List<string> errors)
    {
        var name = $"{method.DeclaringType}.{method.Name}";
        var before = errors.Count;
        if (method.IsGenericMethodDefinition)
        {
            errors.Add($"{name} is generic; a caller cannot name type arguments.");
            return null;
        }

        var slots = new List<ParameterSlot>();
        foreach (var parameter in method.GetParameters())
        {
            if (Slot(parameter, name, json, errors) is { } slot)
            {
                slots.Add(slot);
            }
        }

        if (slots.GroupBy(slot => slot.WireName).FirstOrDefault(group => group.Key is not null && group.Count() > 1) is { } twice)
        {
            errors.Add($"{name} has several parameters with the wire name '{twice.Key}'.");
        }

        var result = MethodResult.Of(method.ReturnType);
        if (result.IsRefused)
        {
            errors.Add($"{name} returns {method.ReturnType}; it must return nothing, a value, Task, Task<T>, ValueTask or ValueTask<T>.");
        }
        else if (result.Value is { } value && !IsSerializable(value, json))
        {
            errors.Add($"{name} returns {value}, for which the JSON options have no metadata.");
        }

        return errors.Count == before
            ? new RpcMethodDescriptor(wireName, RpcInvokers.Create(method, new RpcArgumentBinder(wireName, slots), result)) { ExpectedExceptions = ExpectedOf(method) }
            : null;
    }

    private static Type[] ExpectedOf(MethodInfo method) =>
    [
        .. method.GetCustomAttributes<ExpectedExceptionAttribute>()
            .Concat(method.DeclaringType!.GetCustomAttributes<ExpectedExceptionAttribute>())
            .Select(attribute => attribute.ExceptionType)
            .Distinct(),
    ];

    private static ParameterSlot? Slot(ParameterInfo parameter, string method, JsonSerializerOptions json, List<string> errors)
    {
        var type = parameter.ParameterType;
        if (type == typeof(RpcContext))
        {
            return ParameterSlot.Context;
        }

        if (type == typeof(CancellationToken))
        {
            return ParameterSlot.Cancellation;
        }

        if (type.IsByRef || type.IsByRefLike || type.IsPointer)
        {
            errors.Add($"{method} takes '{parameter.Name}' by reference (ref, out, in, span or pointer); an argument must be a value.");
            return null;
        }

        if (!IsSerializable(type, json))
        {
            errors.Add($"{method} takes '{parameter.Name}' of {type}, for which the JSON options have no metadata.");
            return null;
        }

        return ParameterSlot.Argument(WireNames.Of(parameter), parameter, json.GetTypeInfo(type));
    }

    private static bool IsSerializable(Type type, JsonSerializerOptions json) => json.TryGetTypeInfo(type, out _);
}
