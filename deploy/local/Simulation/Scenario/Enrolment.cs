using System.Text;

namespace Pipeline.Local.Simulation.Scenario;

/// <summary>New factors and new devices.</summary>
internal static class Enrolment
{
    public static EventDraft FactorActivated(Visit visit, int request, string factor) =>
        SignIn.Browser(visit, request, "user.mfa.factor.activate", "Activate factor for user") with
        {
            Legacy = "core.user.factor.activate",
            Reason = $"User set up {factor} factor",
            RequestUri = "/idp/idx/credential/enroll",
            Debug = [("factor", factor)],
            Targets = [visit.Person.AsTarget()],
        };

    public static EventDraft DeviceEnrolled(Visit visit, int request) =>
        SignIn.Browser(visit, request, "device.enrollment.create", "Create device enrollment") with
        {
            Origin = visit.Person.Phone,
            Device = Device(visit),
            DeviceToken = null,
            RequestUri = "/idp/authenticators",
            Targets = [Phone(visit), visit.Person.AsTarget()],
        };

    public static EventDraft DeviceAdded(Visit visit, int request) =>
        SignIn.Browser(visit, request, "device.user.add", "Add device to user") with
        {
            Origin = visit.Person.Phone,
            Device = Device(visit),
            DeviceToken = null,
            RequestUri = "/idp/authenticators",
            Targets = [Phone(visit), visit.Person.AsTarget()],
        };

    private static Target Phone(Visit visit) =>
        new(Ids.Object("guo", visit.Key, 31), "Device", "unknown", visit.Person.PhonePlatform);

    private static byte[] Device(Visit visit) =>
        Encoding.UTF8.GetBytes(
            $$"""{"id":"{{Ids.Object("guo", visit.Key, 31)}}","name":"Phone of {{visit.Person.Login}}","os_platform":"{{visit.Person.PhonePlatform}}","os_version":"16","managed":false,"registered":true,"device_integrator":null,"disk_encryption_type":"ALL_INTERNAL_VOLUMES","screen_lock_type":"BIOMETRIC","jailbreak":false,"secure_hardware_present":true}"""
        );
}
